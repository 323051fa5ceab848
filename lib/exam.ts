/**
 * Task statements of the exam guide "AWS Certified Solutions Architect - Associate (SAA-C03)".
 * @see https://docs.aws.amazon.com/aws-certification/latest/solutions-architect-associate-03/solutions-architect-associate-03.html
 */
export const statements: Readonly<Record<string, string>> = {
  '1.1': 'Design secure access to AWS resources',
  '1.2': 'Design secure workloads and applications',
  '1.3': 'Determine appropriate data security controls',
  '2.1': 'Design scalable and loosely coupled architectures',
  '2.2': 'Design highly available and/or fault-tolerant architectures',
  '3.1': 'Determine high-performing and/or scalable storage solutions',
  '3.2': 'Design high-performing and elastic compute solutions',
  '3.3': 'Determine high-performing database solutions',
  '3.4': 'Determine high-performing and/or scalable network architectures',
  '3.5': 'Determine high-performing data ingestion and transformation solutions',
  '4.1': 'Design cost-optimized storage solutions',
  '4.2': 'Design cost-optimized compute solutions',
  '4.3': 'Design cost-optimized database solutions',
  '4.4': 'Design cost-optimized network architectures',
};
